-- What the database keeps by itself: ledgers are append-only, weights and counts are the sum of their entries.
-- Every function runs as the owner of the schema; the application calls them only by writing a row (leave_demo aside).
-- Which way parts may go stands in ways_up, what is never rewritten in history_up.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is a ledger: rows are added, never changed', tg_table_name using errcode = 'restrict_violation';
end $$;

create function movement_apply() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare original movement;
begin
  if new.reverses_id is not null then
    select * into strict original from movement where id = new.reverses_id;
    if original.box_id <> new.box_id or original.grams <> -new.grams
       or original.batch_box_id is distinct from new.batch_box_id or original.kind = 'reverse' then
      raise exception 'movement % does not undo movement %', new.id, new.reverses_id using errcode = 'check_violation', constraint = 'ck_movement_undoes';
    end if;
  end if;
  update box set net_g = net_g + new.grams where id = new.box_id;
  return null;
end $$;
create trigger movement_apply after insert on movement for each row execute function movement_apply();

create function move_undoes(new_move move) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare original move; undone bigint;
begin
  select * into strict original from move where id = new_move.reverses_id for no key update;
  select coalesce(sum(qty), 0) into undone from move where reverses_id = original.id;
  if original.reverses_id is not null or original.to_pile_id is distinct from new_move.from_pile_id
     or original.from_pile_id is distinct from new_move.to_pile_id or undone > original.qty then
    raise exception 'move % does not undo move %', new_move.id, original.id using errcode = 'check_violation', constraint = 'ck_move_undoes';
  end if;
end $$;

create function move_between(source pile, target pile) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if source.line_id <> target.line_id and not exists (
      select from line where (id = target.line_id and parent_line_id = source.line_id)
                          or (id = source.line_id and parent_line_id = target.line_id)) then
    raise exception 'parts of line % cannot become parts of line %', source.line_id, target.line_id
      using errcode = 'check_violation', constraint = 'ck_move_one_line';
  end if;
end $$;

-- Nothing enters a batch that is finished or a load that is out, not even by a reversal. Whoever finishes it at this
-- moment is waited for: without the share lock parts could slip in between their look and their commit.
create function move_into_running(target pile) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from batch where id = (select batch_id from task where id = target.task_id) for share;
  perform 1 from load where id = target.load_id for share;
  if exists (select from task t join batch b on b.id = t.batch_id where t.id = target.task_id and b.finished_at is not null)
     or exists (select from load where id = target.load_id and out_at is not null) then
    raise exception 'pile % belongs to a batch or load that is over', target.id using errcode = 'check_violation', constraint = 'ck_move_into_running';
  end if;
end $$;

create function move_apply() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare source pile; target pile;
begin
  if new.reverses_id is not null then perform move_undoes(new); end if;
  if new.from_pile_id is not null then
    update pile set qty = qty - new.qty where id = new.from_pile_id returning * into strict source;
  end if;
  if new.to_pile_id is not null then
    update pile set qty = qty + new.qty where id = new.to_pile_id returning * into strict target;
  end if;
  if source.id is not null and target.id is not null then perform move_between(source, target); end if;
  perform move_into_running(target);
  perform move_checked(new, source, target);
  if target.task_id is not null then
    update task set in_qty = in_qty + case when source.stage = 'to_cure' then 0 else new.qty end,
                    out_qty = out_qty - case when source.stage = 'to_cure' then new.qty else 0 end where id = target.task_id;
  end if;
  if source.task_id is not null then
    update task set in_qty = in_qty - case when target.stage = 'to_cure' then 0 else new.qty end,
                    out_qty = out_qty + case when target.stage = 'to_cure' then new.qty else 0 end where id = source.task_id;
  end if;
  perform prep_lowered(source, target);
  perform job_refresh((select job_id from line where id = coalesce(target.line_id, source.line_id)), new.moved_at);
  return null;
end $$;
create trigger move_apply after insert on move for each row execute function move_apply();

-- Parts are still to come: fewer are here than were ordered (what went back uncoated may be brought again), or there is
-- nothing but goods, which are no parts and never close a job by themselves.
create function job_to_come(which integer) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(bool_or(l.kind <> 'goods' and l.ordered_qty > coalesce(here.qty, 0)), false)
         or coalesce(bool_and(l.kind = 'goods'), false)
    from line l left join lateral (select sum(p.qty) qty from pile p join line f on f.id = p.line_id
                                    where f.job_id = which and f.number = l.number
                                      and p.stage <> 'returned_uncoated') here on true
   where l.job_id = which and l.parent_line_id is null and l.cancelled_at is null
$$;

-- A job stands where its least advanced parts stand; it is closed when nothing stands here and nothing is still to come.
create function job_refresh(which integer, moment timestamptz) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  work constant text[] := array['received','prep','to_spray','spraying','to_cure','curing','checking','ready'];
  standing integer; to_come boolean := job_to_come(which); new_stage text; closed timestamptz;
begin
  select min(array_position(work, p.stage::text)) into standing
    from pile p join line l on l.id = p.line_id where l.job_id = which and p.qty > 0;
  new_stage := coalesce(work[standing], case when to_come or not exists (select from line where job_id = which) then 'received' else 'ready' end);
  closed := case when standing is null and not to_come and exists (select from line where job_id = which) then moment end;
  update job set stage = new_stage, closed_at = case when closed is null then null else coalesce(closed_at, closed) end
   where id = which and (stage is distinct from new_stage or (closed_at is null) is distinct from (closed is null));
end $$;

-- A job that closes by a change on paper closed when its last part moved, not when the server's clock says.
create function line_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare last_move timestamptz;
begin
  if tg_op = 'UPDATE' then
    select max(m.moved_at) into last_move from move m join pile p on p.id = m.to_pile_id join line l on l.id = p.line_id where l.job_id = new.job_id;
  end if;
  perform job_refresh(new.job_id, coalesce(new.cancelled_at, last_move, now()));
  return null;
end $$;
create trigger line_changed after insert or update of ordered_qty, cancelled_at, kind on line
  for each row execute function line_changed();

create function coat_sprayed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.line_id, new.number, new.role, new.film_um, new.part_cure) is distinct from (old.line_id, old.number, old.role, old.film_um, old.part_cure)
     or new.powder_id is distinct from old.powder_id then
    if exists (select from task where coat_id = old.id) then
      raise exception 'coat % is in a batch and keeps what it was', old.id using errcode = 'check_violation', constraint = 'ck_coat_sprayed';
    end if;
  end if;
  return new;
end $$;
create trigger coat_sprayed before update on coat for each row execute function coat_sprayed();

-- A finished batch: the grams given to its tasks (and purge) are the grams that left its boxes.
create function batch_balance(which integer) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare used bigint; given bigint;
begin
  if which is null or not exists (select from batch where id = which and finished_at is not null) then return; end if;
  select -coalesce(sum(m.grams), 0) into used from movement m join batch_box b on b.id = m.batch_box_id where b.batch_id = which;
  select coalesce(sum(grams), 0) into given from batch_use where batch_id = which;
  if used <> given then
    raise exception 'batch %: % g used, % g given to its tasks', which, used, given using errcode = 'check_violation', constraint = 'ck_batch_balance';
  end if;
end $$;
create function batch_balance_use() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform batch_balance(coalesce(new.batch_id, old.batch_id)); return null; end $$;
create function batch_balance_batch() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform batch_balance(new.id); return null; end $$;
create function batch_balance_movement() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform batch_balance((select batch_id from batch_box where id = new.batch_box_id)); return null; end $$;
create constraint trigger batch_balance_use after insert or update or delete on batch_use deferrable initially deferred
  for each row execute function batch_balance_use();
create constraint trigger batch_balance_batch after update of finished_at on batch deferrable initially deferred
  for each row execute function batch_balance_batch();
create constraint trigger batch_balance_movement after insert on movement deferrable initially deferred
  for each row when (new.batch_box_id is not null) execute function batch_balance_movement();

-- Leave the demo shop: the one way past the ledgers, and only for a shop that says it is a demo.
create function leave_demo() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare ledger text; everything text;
begin
  if not exists (select from shop where is_demo) then
    raise exception 'this is not a demo shop' using errcode = 'insufficient_privilege';
  end if;
  lock table shop in access exclusive mode;
  select string_agg(format('%I', tablename), ', ') into everything from pg_tables
   where schemaname = 'public' and tablename <> 'alembic_version';
  for ledger in select event_object_table from information_schema.triggers
                 where trigger_schema = 'public' and trigger_name = 'ledger_kept' group by event_object_table loop
    execute format('alter table %I disable trigger ledger_truncate', ledger);
  end loop;
  execute 'truncate ' || everything || ' restart identity';
  for ledger in select event_object_table from information_schema.triggers
                 where trigger_schema = 'public' and trigger_name = 'ledger_kept' group by event_object_table loop
    execute format('alter table %I enable trigger ledger_truncate', ledger);
  end loop;
end $$;

-- A demo can only be begun in an empty shop: leaving it throws everything away. The system's own person is nobody.
create function demo_only_when_empty() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.is_demo and (tg_op = 'INSERT' or not old.is_demo)
     and (exists (select from job) or exists (select from box) or exists (select from customer) or exists (select from powder)
          or exists (select from person where not is_system)) then
    raise exception 'a shop that is in use cannot become a demo' using errcode = 'check_violation', constraint = 'ck_shop_demo';
  end if;
  return new;
end $$;
create trigger demo_only_when_empty before insert or update of is_demo on shop for each row execute function demo_only_when_empty();

-- Called by triggers alone: nobody tells a job where it stands, or a move that it is legal.
revoke execute on function move_undoes(move), move_between(pile, pile), move_into_running(pile), job_to_come(integer),
  job_refresh(integer, timestamptz), batch_balance(integer) from public;
