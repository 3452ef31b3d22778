-- Which way parts may go: the one table of it in the database, so that no code can lead them another way.

-- Onward, back by a return move, or along a rack; delta: how the coat number changes with the stage.
create function move_onward(source pile, target pile) returns boolean language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select (source.stage::text, target.stage::text, target.coat_number - source.coat_number) in (
    ('received', 'received', 0), ('received', 'prep', 0), ('received', 'to_spray', 0), ('received', 'checking', -1),
    ('prep', 'prep', 0), ('prep', 'to_spray', 0), ('prep', 'checking', -1),
    ('to_spray', 'to_spray', 0), ('to_spray', 'spraying', 0),
    ('spraying', 'spraying', 0), ('spraying', 'to_spray', 0), ('spraying', 'to_cure', 0),
    ('to_cure', 'to_cure', 0), ('to_cure', 'curing', 0),
    ('curing', 'to_cure', 0), ('curing', 'prep', 1), ('curing', 'to_spray', 1), ('curing', 'checking', 0),
    ('checking', 'checking', 0), ('checking', 'ready', 0), ('ready', 'ready', 0), ('ready', 'collected', 0))
$$;

-- From nowhere: they arrive to be worked on, a surplus is found where it stands, an import may be long gone.
create function move_arrives(entry move, target pile) returns boolean language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select target.task_id is null and target.load_id is null and case entry.cause
    when 'arrived' then target.stage in ('received', 'prep', 'to_spray') and target.coat_number = 1
    when 'correction' then target.stage in ('received', 'prep', 'to_spray', 'to_cure', 'checking', 'ready')
    else entry.cause = 'imported' and target.stage not in ('spraying', 'curing') end
$$;

-- What was cancelled is handed back with the coats it has, from wherever it is when that becomes possible.
create function move_cancelled(source pile, target pile) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select target.stage = 'ready' and exists (select from line where id = target.line_id and cancelled_at is not null)
     and source.stage in ('received', 'prep', 'to_spray', 'spraying', 'curing', 'checking', 'ready')
     and target.coat_number = case when source.stage in ('received', 'prep', 'to_spray', 'spraying')
                                   then greatest(source.coat_number - 1, 0) else source.coat_number end
$$;

-- A slip is reversed, but not round a hold or another colour (back into the booth), nor back into work that was cancelled.
create function move_back(source pile, target pile) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select not coalesce(source.stage = 'to_spray' and target.stage = 'spraying', false)
     and not coalesce(source.stage = 'ready' and target.stage in ('received', 'prep', 'to_spray')
                      and exists (select from line where id = target.line_id and cancelled_at is not null), false)
$$;

create function move_legal(entry move, source pile, target pile) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select case
    when entry.reverses_id is not null then move_back(source, target)
    when source.id is null then move_arrives(entry, target)
    when source.stage in ('collected', 'scrapped', 'missing', 'returned_uncoated') then false
    when source.line_id <> target.line_id then entry.cause = 'rework' and source.task_id is null and source.load_id is null
      and target.load_id is null and (target.stage::text, target.coat_number::integer) in (('prep', 1), ('to_spray', 1), ('checking', 0))
      and exists (select from line where id = target.line_id and parent_line_id = source.line_id)
    when target.stage in ('scrapped', 'missing') then true
    when target.stage = 'returned_uncoated' then source.task_id is null and source.load_id is null
    when move_cancelled(source, target) then true
    when source.stage = 'spraying' and target.stage = 'spraying' then source.task_id = target.task_id
    when source.load_id is not null and source.stage = 'prep' then target.stage = 'prep' and target.load_id is null
    else move_onward(source, target) end
$$;

-- Parts that went on from prep before this coat, less those that came back.
create function prep_left(which integer, coat smallint) returns bigint language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(sum(case when s.stage = 'prep' then m.qty else -m.qty end), 0)
    from move m join pile s on s.id = m.from_pile_id join pile t on t.id = m.to_pile_id
   where s.line_id = which and t.line_id = which
     and (s.stage = 'prep' and s.coat_number = coat and t.stage in ('to_spray', 'checking')
          or t.stage = 'prep' and t.coat_number = coat and s.stage in ('to_spray', 'checking'))
$$;

-- For how many parts a step before this coat can be done: those in prep now or gone on, before the first coat those that
-- only came in too.
create function prep_bound(which integer, coat smallint) returns bigint language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select prep_left(which, coat) + coalesce(sum(qty), 0) from pile
   where line_id = which and coat_number = coat and (stage = 'prep' or stage = 'received')
$$;

-- No prep step and no coat of the line is passed by.
create function move_passes_by(source pile, target pile) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select case
    when source.line_id <> target.line_id or source.stage not in ('received', 'prep', 'curing') then false
    when target.stage = 'to_spray' then source.stage <> 'prep'
      and exists (select from line_step where line_id = target.line_id and before_coat = target.coat_number)
    when target.stage = 'checking' then exists (select from coat where line_id = target.line_id and number > target.coat_number and closed_at is null)
      or source.stage <> 'prep' and exists (select from line_step where line_id = target.line_id and before_coat = target.coat_number + 1)
    else false end
$$;

create function move_checked(entry move, source pile, target pile) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if target.id is null then return; end if;
  if not move_legal(entry, source, target) or entry.reverses_id is null and move_passes_by(source, target) then
    raise exception 'parts cannot go from % to %', source.stage, target.stage using errcode = 'check_violation', constraint = 'ck_move_legal';
  end if;
  if source.stage = 'prep' and target.stage in ('to_spray', 'checking') and source.line_id = target.line_id
     and prep_left(source.line_id, source.coat_number) > (select coalesce(min(done_qty), 0) from line_step
           where line_id = source.line_id and before_coat = source.coat_number) then
    raise exception 'prep of line % is not done for these parts', source.line_id using errcode = 'check_violation', constraint = 'ck_move_prepared';
  end if;
end $$;

-- Parts that leave prep another way take their prep with them: others that come later are not done yet.
create function prep_lowered(source pile, target pile) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if source.stage is distinct from 'prep' or target.line_id = source.line_id and target.stage in ('prep', 'to_spray', 'checking') then return; end if;
  update line_step set done_qty = least(done_qty, prep_left(source.line_id, source.coat_number)
      + (select sum(qty) from pile where line_id = source.line_id and coat_number = source.coat_number and stage = 'prep'))
   where line_id = source.line_id and before_coat = source.coat_number;
end $$;

create function step_counted() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.line_id <> old.line_id or new.done_qty <> old.done_qty
     and (new.done_qty > prep_bound(new.line_id, new.before_coat) or new.done_qty < prep_left(new.line_id, new.before_coat)) then
    raise exception 'step % of line % cannot be done for % parts', new.position, new.line_id, new.done_qty
      using errcode = 'check_violation', constraint = 'ck_line_step_counted';
  end if;
  return new;
end $$;
create trigger step_counted before update on line_step for each row execute function step_counted();

-- A pile in the booth is of the coat its task sprays.
create function pile_of_task() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from task t join coat c on c.id = t.coat_id
                  where t.id = new.task_id and c.line_id = new.line_id and c.number = new.coat_number) then
    raise exception 'task % sprays another coat', new.task_id using errcode = 'check_violation', constraint = 'ck_pile_of_task';
  end if;
  return new;
end $$;
create trigger pile_of_task before insert on pile for each row when (new.task_id is not null) execute function pile_of_task();

revoke execute on function move_onward(pile, pile), move_arrives(move, pile), move_cancelled(pile, pile), move_back(pile, pile),
  move_legal(move, pile, pile), prep_left(integer, smallint), prep_bound(integer, smallint), move_passes_by(pile, pile),
  move_checked(move, pile, pile), prep_lowered(pile, pile) from public;
