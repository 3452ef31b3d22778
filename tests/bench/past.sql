-- A long past for a demo shop: the setting bench.jobs says how many jobs, all collected but the last 300.
-- Triggers and foreign keys are off meanwhile, so every total is written as it would be kept.

create temp table wanted as
select current_setting('bench.jobs')::bigint as jobs, greatest(current_setting('bench.jobs')::int / 10, 1) as customers;
create temp table past as
select g, 100000 + g as id, g > jobs - 300 as is_open, current_date - ((jobs - g) * 3000 / jobs)::int as day,
       (array['received', 'prep', 'to_spray', 'to_cure', 'checking', 'ready'])[1 + g % 6] as stage,
       100001 + case when g % 20 = 0 then 0 else g * 7919::bigint % customers end as customer_id
  from wanted cross join lateral generate_series(1, jobs::int) g;
create temp table past_line as
select past.*, 10000000 + 2 * g + n - 1 as line_id, n, 1 + (g + n) % 43 as powder_id,
       500000 + g / 10 as session_id
  from past cross join lateral generate_series(1, 1 + g % 2) n;
analyze past, past_line;

insert into customer (id, name, sort_key, contact, phone, added_at)
select 100000 + g, name, lower(name), 'Front office', '555-' || lpad((g % 10000)::text, 4, '0'), now()
  from wanted cross join lateral generate_series(1, customers) g cross join lateral (
       select (array['Harbor', 'Summit', 'Granite', 'Willow', 'Copper', 'Delta', 'Falcon', 'Juniper'])[1 + g % 8] || ' ' ||
              (array['Metal', 'Fence', 'Railings', 'Motors', 'Gates', 'Frames', 'Trailers'])[1 + g / 8 % 7] || ' ' || g
           as name) named;
insert into job (id, number, state, customer_id, walk_in_name, po, priority, first_promise_on, due_on, checked_in_at,
                 stage, closed_at)
select id, 2000 + g, 'open', case when g % 10 > 0 then customer_id end,
       case when g % 10 = 0 then (array['Ann', 'Bo', 'Cleo', 'Dag', 'Eve'])[1 + g / 10 % 5] || ' Walker ' || g end,
       'PO-' || g, 'standard', day, day + g % 9 - 3, day - 5, case when is_open then stage else 'ready' end,
       case when not is_open then day + interval '15 hours' end
  from past;
insert into line (id, job_id, number, position, kind, ordered_qty, what, metal, area_mm2, price)
select line_id, id, n, n * 100, 'coat', 4 + g % 30, (array['Picket', 'Gate leaf', 'Bracket', 'Wheel'])[1 + g % 4],
       'Steel', 120000, 99.50
  from past_line;
insert into coat (id, line_id, number, powder_id) select line_id, line_id, 1, powder_id from past_line;
insert into line_step (id, line_id, prep_step_id, before_coat, position, done_qty)
select line_id * 3 + step, line_id, step + 1, 1, step + 1, case when is_open then 0 else 4 + g % 30 end
  from past_line cross join generate_series(0, 2) step;
insert into event (id, verb, subject, subject_id, job_id, person_id, device_id, after, happened_at)
select 10000000 + g, case when is_open then 'job.checked_in' else 'job.picked_up' end, 'job', id, id, 2, 2,
       jsonb_build_object('lines', 1 + g % 2, 'to_whom', 'the driver'), day + interval '8 hours' from past;
insert into batch (id, number, booth_id, powder_id, started_at, finished_at)
select session_id, session_id, 1 + session_id % 2, min(powder_id), min(day), min(day) + interval '1 hour'
  from past_line where not is_open group by session_id;
insert into load (id, number, oven_id, set_point_c, minutes, in_at, at_temp_at, out_at)
select session_id, session_id, 1, 200, 20, min(day), min(day) + interval '12 minutes', min(day) + interval '1 hour'
  from past_line where not is_open group by session_id;
insert into task (id, batch_id, coat_id, powder_id, in_qty, out_qty)
select line_id, session_id, line_id, powder_id, 4 + g % 30, 4 + g % 30 from past_line where not is_open;
insert into pile (id, line_id, coat_number, stage, load_id, qty)
select line_id * 2, line_id, 1, case when is_open then stage else 'collected' end, null, 4 + g % 30 from past_line
union all
select line_id * 2 + 1, line_id, 1, 'curing', session_id, 0 from past_line where not is_open;
insert into move (id, from_pile_id, to_pile_id, qty, cause, event_id, moved_at)
select line_id * 2, null, line_id * 2, 4 + g % 30, 'arrived', 10000000 + g, day from past_line where is_open
union all
select line_id * 2 + 1, line_id * 2 + 1, line_id * 2, 4 + g % 30, 'picked_up', 10000000 + g, day from past_line
 where not is_open;
insert into load_item (id, load_id, pile_id, qty)
select line_id, session_id, line_id * 2 + 1, 4 + g % 30 from past_line where not is_open;
insert into "check" (id, line_id, pile_id, seen, passed, looks_right, checked_at)
select line_id, line_id, line_id * 2 + 1, 4 + g % 30, 4 + g % 30, true, day from past_line where not is_open;
insert into told (id, job_id, how, told_at, told_by_id)
select id, id, 'called', day, 2 from past where not is_open;
insert into pickup (id, job_id, to_whom, picked_up_at) select id, id, 'The driver', day from past where not is_open;
insert into pickup_line (move_id, pickup_id, line_id, qty)
select line_id * 2 + 1, id, line_id, 4 + g % 30 from past_line where not is_open;
insert into arrival (id, job_id, arrived_at) select id, id, day from past;
insert into arrival_line (arrival_id, line_id, move_id, qty)
select id, line_id, line_id * 2, 4 + g % 30 from past_line;
insert into box (id, number, powder_id, received_at, net_g)
select 100000 + g, 100000 + g, 1 + g % 43, now(), case when g % 100 = 0 then 9000 else 0 end
  from wanted cross join lateral generate_series(1, customers / 5) g;
insert into batch_box (id, batch_id, box_id, powder_id, gross_in_g, gross_out_g, opened_at, closed_at)
select b.id, b.id, x.id, b.powder_id, 9000, 8000, b.started_at, b.finished_at
  from batch b
  join (select powder_id, min(id) as id from box where id > 100000 group by powder_id) x on x.powder_id = b.powder_id
 where b.id >= 500000;
insert into movement (id, box_id, kind, grams, batch_box_id, event_id, moved_at)
select id, box_id, 'use', -1000, id, 1, opened_at from batch_box where id >= 500000;
insert into batch_use (id, batch_id, task_id, grams) select id, batch_id, id, 100 from task where id >= 10000000;
insert into hold (id, job_id, reason, held_at, held_by_id, released_at)
select id, id, 'Customer decides on the color', day, 2, case when not is_open then day + interval '1 hour' end
  from past where g % 50 = 0;
insert into rework (id, check_id, child_line_id, qty, kind)
select line_id, line_id, line_id, 1, 'recoat' from past_line where not is_open and g % 1000 = 1 and n = 2;

update counter set next = 2001 + (select jobs from wanted) where name = 'job';
select setval(pg_get_serial_sequence(quote_ident(table_name), 'id'), 1000000000)
  from information_schema.columns
 where table_schema = 'public' and column_name = 'id' and is_identity = 'YES';
