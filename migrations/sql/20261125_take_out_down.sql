drop trigger load_goes_on on load;
drop function load_goes_on();

create or replace function load_over() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.number, new.oven_id, new.set_point_c, new.minutes, new.in_at) is distinct from (old.number, old.oven_id, old.set_point_c, old.minutes, old.in_at)
     or old.out_at is not null and (new.out_at, new.at_temp_at, new.abort_reason) is distinct from (old.out_at, old.at_temp_at, old.abort_reason) then
    raise exception 'load % is written down', old.number using errcode = 'check_violation', constraint = 'ck_load_over';
  end if;
  return new;
end $$;
