-- More of what the database keeps by itself: keys are remembered, batches are cancelled only unsprayed, parts arrive as
-- ordered, a check says no more than what became of its parts.

-- A request that is sent again within thirty days gets the answer it got, and no other.
create function operation_kept() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if old.begun_at > now() - interval '30 days' then
      raise exception 'operation % is kept for thirty days', old.key using errcode = 'check_violation', constraint = 'ck_operation_kept';
    end if;
    return old;
  end if;
  if to_jsonb(new) - 'answer' is distinct from to_jsonb(old) - 'answer'
     or old.answer is not null and new.answer is distinct from old.answer then
    raise exception 'operation % is written down', old.key using errcode = 'check_violation', constraint = 'ck_operation_kept';
  end if;
  return new;
end $$;
create trigger operation_kept before update or delete on operation for each row execute function operation_kept();

-- Cancelled is how a batch ends, never what is said of it later.
create function batch_cancelled() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'batch % is written down', old.number using errcode = 'check_violation', constraint = 'ck_batch_over';
end $$;
create trigger batch_cancelled before update of cancelled_at on batch for each row
  when (old.finished_at is not null and new.cancelled_at is distinct from old.cancelled_at) execute function batch_cancelled();

-- Asked at commit, when everything that is cancelled with a batch was written: all parts went back, no powder was drawn.
create function batch_unsprayed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from task where batch_id = new.id and in_qty > 0)
     or exists (select from movement m join batch_box b on b.id = m.batch_box_id where b.batch_id = new.id
                group by b.batch_id having sum(m.grams) <> 0) then
    raise exception 'batch % was sprayed', new.number using errcode = 'check_violation', constraint = 'ck_batch_unsprayed';
  end if;
  return null;
end $$;
create constraint trigger batch_unsprayed after update of cancelled_at on batch deferrable initially deferred
  for each row when (new.cancelled_at is not null) execute function batch_unsprayed();

-- No more parts arrive than were ordered, counted through all reworks; whoever brings more at this moment is waited for.
-- What is found beyond that is a correction, with its reason.
create function move_ordered() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare wanted record; here bigint;
begin
  select l.* into strict wanted from line l where id = (select line_id from pile where id = new.to_pile_id) for no key update;
  select coalesce(sum(p.qty), 0) into here from pile p join line l on l.id = p.line_id
   where l.job_id = wanted.job_id and l.number = wanted.number and p.stage <> 'returned_uncoated';
  if wanted.parent_line_id is not null or wanted.cancelled_at is not null or here > wanted.ordered_qty then
    raise exception 'line %: % parts ordered, % here', wanted.number, wanted.ordered_qty, here
      using errcode = 'check_violation', constraint = 'ck_move_ordered';
  end if;
  return null;
end $$;
create trigger move_ordered after insert on move for each row when (new.cause = 'arrived') execute function move_ordered();

-- Asked at commit: what a check says of its parts is what became of them.
create function check_moved() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare passed bigint; rework bigint; scrap bigint;
begin
  select coalesce(sum(m.qty) filter (where m.cause = 'passed'), 0), coalesce(sum(m.qty) filter (where m.cause = 'rework'), 0),
         coalesce(sum(m.qty) filter (where m.cause = 'scrapped'), 0) into passed, rework, scrap
    from event e join move m on m.event_id = e.id
   where e.subject = 'check' and e.subject_id = new.id and m.from_pile_id = new.pile_id;
  if (passed, rework, scrap) is distinct from (new.passed, new.rework, new.scrap)
     or not exists (select from pile where id = new.pile_id and line_id = new.line_id) then
    raise exception 'check % says other than its parts', new.id using errcode = 'check_violation', constraint = 'ck_check_moved';
  end if;
  return null;
end $$;
create constraint trigger check_moved after insert on "check" deferrable initially deferred
  for each row execute function check_moved();
