-- A load that was taken out by a slip goes on, but only with everything it held: what is asked at commit. Anything else
-- of it stays written down; an aborted load stays out.

create or replace function load_over() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.number, new.oven_id, new.set_point_c, new.minutes, new.in_at) is distinct from (old.number, old.oven_id, old.set_point_c, old.minutes, old.in_at)
     or old.out_at is not null and (new.at_temp_at, new.abort_reason) is distinct from (old.at_temp_at, old.abort_reason)
     or old.out_at is not null and new.out_at is distinct from old.out_at and (new.out_at is not null or old.abort_reason is not null) then
    raise exception 'load % is written down', old.number using errcode = 'check_violation', constraint = 'ck_load_over';
  end if;
  return new;
end $$;

create function load_goes_on() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from move m join pile p on p.id = m.from_pile_id
              where p.load_id = new.id and m.cause = 'out_of_oven'
                and m.qty > (select coalesce(sum(r.qty), 0) from move r where r.reverses_id = m.id)) then
    raise exception 'parts of load % are out', old.number using errcode = 'check_violation', constraint = 'ck_load_over';
  end if;
  return null;
end $$;
create constraint trigger load_goes_on after update of out_at on load deferrable initially deferred
  for each row when (old.out_at is not null and new.out_at is null) execute function load_goes_on();
