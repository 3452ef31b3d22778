"""What the shop decides about itself: name, units, money, booths, ovens, racks, prep steps, reasons, numbers."""
