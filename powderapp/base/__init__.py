"""What every feature stands on and none of it knows Flask: database, clock, money, units, events, access."""
