-- What is over stays as it was, and what was given (numbers, promises, colours on parts) is not taken back.

create function batch_over() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.number, new.booth_id, new.powder_id, new.started_at) is distinct from (old.number, old.booth_id, old.powder_id, old.started_at)
     or old.finished_at is not null and new.finished_at is distinct from old.finished_at then
    raise exception 'batch % is written down', old.number using errcode = 'check_violation', constraint = 'ck_batch_over';
  end if;
  return new;
end $$;
create trigger batch_over before update on batch for each row execute function batch_over();

-- Asked at commit, when everything that is finished with a batch was written.
create function batch_empty() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from pile p join task t on t.id = p.task_id where t.batch_id = new.id and p.qty > 0)
     or exists (select from batch_box where batch_id = new.id and closed_at is null)
     or exists (select from clock where batch_id = new.id and stopped_at is null) then
    raise exception 'batch % is not empty', new.number using errcode = 'check_violation', constraint = 'ck_batch_empty';
  end if;
  return null;
end $$;
create constraint trigger batch_empty after update of finished_at on batch deferrable initially deferred
  for each row when (new.finished_at is not null) execute function batch_empty();

-- Tasks, boxes and clocks join running batches only; whoever finishes it at this moment is waited for.
create function batch_joined() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare finished timestamptz;
begin
  select finished_at into finished from batch where id = new.batch_id for share;
  if finished is not null then
    raise exception 'batch % is finished', new.batch_id using errcode = 'check_violation', constraint = 'ck_batch_over';
  end if;
  return new;
end $$;
create trigger batch_joined before insert on task for each row execute function batch_joined();
create trigger batch_joined before insert on batch_box for each row execute function batch_joined();
create trigger batch_joined before insert on clock for each row execute function batch_joined();

-- What a box weighed is written once; a box that left without the scale is given its weight when it is settled.
create function batch_box_closed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.batch_id, new.box_id, new.powder_id, new.gross_in_g, new.tare_g, new.opened_at)
       is distinct from (old.batch_id, old.box_id, old.powder_id, old.gross_in_g, old.tare_g, old.opened_at)
     or old.closed_at is not null and (new.closed_at is distinct from old.closed_at
                                       or old.gross_out_g is not null and new.gross_out_g is distinct from old.gross_out_g) then
    raise exception 'the weights of batch % are written down', old.batch_id using errcode = 'check_violation', constraint = 'ck_batch_box_closed';
  end if;
  return new;
end $$;
create trigger batch_box_closed before update on batch_box for each row execute function batch_box_closed();

create function clock_kept() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.person_id, new.batch_id, new.started_at) is distinct from (old.person_id, old.batch_id, old.started_at)
     or old.stopped_at is not null and new.stopped_at is null then
    raise exception 'clock % is written down', old.id using errcode = 'check_violation', constraint = 'ck_clock_kept';
  end if;
  return new;
end $$;
create trigger clock_kept before update on clock for each row execute function clock_kept();

-- The use of a batch is given to its own tasks.
create function use_of_batch() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (new.batch_id, new.task_id) is distinct from (old.batch_id, old.task_id)
     or new.task_id is not null and not exists (select from task where id = new.task_id and batch_id = new.batch_id) then
    raise exception 'task % is not of batch %', new.task_id, new.batch_id using errcode = 'check_violation', constraint = 'ck_batch_use_task';
  end if;
  return new;
end $$;
create trigger use_of_batch before insert or update on batch_use for each row execute function use_of_batch();

-- While a box is in a batch nothing else takes from it: the scale would count it twice when the box comes back.
create function box_in_batch() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from batch_box where box_id = new.box_id and closed_at is null) then
    raise exception 'box % is in a batch', new.box_id using errcode = 'check_violation', constraint = 'ck_movement_box_in_batch';
  end if;
  if new.batch_box_id is not null and new.kind not in ('use', 'reverse') then
    raise exception 'a batch only uses powder' using errcode = 'check_violation', constraint = 'ck_movement_of_batch';
  end if;
  return new;
end $$;
create trigger box_in_batch before insert on movement for each row execute function box_in_batch();

create function load_over() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.number, new.oven_id, new.set_point_c, new.minutes, new.in_at) is distinct from (old.number, old.oven_id, old.set_point_c, old.minutes, old.in_at)
     or old.out_at is not null and (new.out_at, new.at_temp_at, new.abort_reason) is distinct from (old.out_at, old.at_temp_at, old.abort_reason) then
    raise exception 'load % is written down', old.number using errcode = 'check_violation', constraint = 'ck_load_over';
  end if;
  return new;
end $$;
create trigger load_over before update on load for each row execute function load_over();

create function load_empty() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from pile where load_id = new.id and qty > 0) then
    raise exception 'load % is not empty', new.number using errcode = 'check_violation', constraint = 'ck_load_empty';
  end if;
  return null;
end $$;
create constraint trigger load_empty after update of out_at on load deferrable initially deferred
  for each row when (new.out_at is not null) execute function load_empty();

create function load_joined() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare out timestamptz;
begin
  select out_at into out from load where id = new.load_id for share;
  if out is not null or not exists (select from pile where id = new.pile_id and load_id = new.load_id) then
    raise exception 'pile % does not go into load %', new.pile_id, new.load_id using errcode = 'check_violation', constraint = 'ck_load_item_joined';
  end if;
  return new;
end $$;
create trigger load_joined before insert on load_item for each row execute function load_joined();

-- A number on paper and the first promise stay; a job that was opened is no draft and no quote again.
create function job_given() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.number is not null and new.number is distinct from old.number
     or old.state in ('open', 'cancelled') and (new.state in ('draft', 'quote')
        or old.first_promise_on is not null and new.first_promise_on is distinct from old.first_promise_on) then
    raise exception 'job % keeps its number and its first promise', old.number using errcode = 'check_violation', constraint = 'ck_job_given';
  end if;
  return new;
end $$;
create trigger job_given before update on job for each row execute function job_given();

-- A line stays in its job, a rework with its parent; 4115-2 is 4115-2 once it was printed.
create function line_given() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and ((new.job_id, new.parent_line_id, new.rework_number) is distinct from (old.job_id, old.parent_line_id, old.rework_number)
       or new.number <> old.number and exists (select from job where id = old.job_id and state not in ('draft', 'quote'))
       or old.cancelled_at is not null and new.cancelled_at is null)
     or new.parent_line_id is not null and not exists (select from line p where p.id = new.parent_line_id and p.job_id = new.job_id and p.number = new.number) then
    raise exception 'line % keeps its number and its parent', new.number using errcode = 'check_violation', constraint = 'ck_line_given';
  end if;
  return new;
end $$;
create trigger line_given before insert or update on line for each row execute function line_given();

-- A coat that is on parts, or being sprayed, is not closed; one that was closed is not opened again.
create function coat_on_parts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.closed_at is not null and new.closed_at is distinct from old.closed_at
     or new.closed_at is not null and exists (select from pile where line_id = old.line_id and qty > 0
          and stage not in ('scrapped', 'missing', 'returned_uncoated')
          and (coat_number > old.number or coat_number = old.number and stage not in ('received', 'prep', 'to_spray'))) then
    raise exception 'coat % is on parts', old.id using errcode = 'check_violation', constraint = 'ck_coat_on_parts';
  end if;
  return new;
end $$;
create trigger coat_on_parts before update of closed_at on coat for each row execute function coat_on_parts();

-- The label on a box says its number and its powder.
create function box_given() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.number, new.powder_id) is distinct from (old.number, old.powder_id) then
    raise exception 'box % keeps its number and its powder', old.number using errcode = 'check_violation', constraint = 'ck_box_given';
  end if;
  return new;
end $$;
create trigger box_given before update on box for each row execute function box_given();

create function hold_kept() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.job_id, new.line_id, new.reason, new.held_at, new.held_by_id)
       is distinct from (old.job_id, old.line_id, old.reason, old.held_at, old.held_by_id)
     or old.released_at is not null and new.released_at is distinct from old.released_at then
    raise exception 'hold % is written down', old.id using errcode = 'check_violation', constraint = 'ck_hold_kept';
  end if;
  return new;
end $$;
create trigger hold_kept before update on hold for each row execute function hold_kept();
