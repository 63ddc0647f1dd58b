-- The records of a case. Columns are what reports ask; what only one state
-- knows stands in `facts`. A record's number `seq` is unique inside its case.

create table cases (
  id {id},
  number text unique,
  estate_id {int} not null references estates (id),
  home_id {int} references homes (id),
  -- Moves with every write.
  version {int} not null,
  next_seq {int} not null,
  -- Moves only with what the complaint's own cards show.
  shown_rev {int} not null,
  photos {json} not null,
  opened_at {time} not null,
  closed_at {time}
) {strict};
create index cases_home on cases (home_id);
create index cases_open on cases (estate_id) where closed_at is null;

create table complaints (
  case_id {int} primary key references cases (id),
  reporter_id {int} not null references people (id),
  source text not null,
  state text not null,
  category text,
  emergency text,
  failed_repairs {int} not null,
  received_at {time} not null,
  registered_at {time},
  handed_over_at {time},
  facts {json} not null
) {strict};
create index complaints_reporter on complaints (reporter_id);
create index complaints_begun on complaints (reporter_id) where state = 'received';

create table work_orders (
  case_id {int} not null references cases (id),
  seq {int} not null,
  number text unique,
  class text not null,
  team text not null,
  trades text not null,
  state text not null,
  estimate_fen {int} not null,
  round {int} not null,
  issued_at {time},
  facts {json} not null,
  primary key (case_id, seq)
) {strict};

create table approvals (
  case_id {int} not null references cases (id),
  seq {int} not null,
  order_seq {int} not null,
  amount_fen {int} not null,
  requester_id {int} not null references people (id),
  state text not null,
  submitted_at {time} not null,
  facts {json} not null,
  primary key (case_id, seq)
) {strict};

-- One decision per step, whatever happens.
create table approval_votes (
  case_id {int} not null,
  seq {int} not null,
  step {int} not null,
  by_person {int} references people (id),
  seat text,
  deputy {bool} not null,
  decision text not null,
  reason text,
  amount_seen_fen {int} not null,
  rev_seen {int} not null,
  at {time} not null,
  primary key (case_id, seq, step),
  foreign key (case_id, seq) references approvals (case_id, seq)
) {strict};

create table visit_slots (
  case_id {int} not null references cases (id),
  seq {int} not null,
  order_seq {int} not null,
  state text not null,
  starts_at {time} not null,
  facts {json} not null,
  primary key (case_id, seq)
) {strict};

create table extension_requests (
  case_id {int} not null references cases (id),
  seq {int} not null,
  order_seq {int} not null,
  state text not null,
  due_before {time} not null,
  due_after {time} not null,
  facts {json} not null,
  primary key (case_id, seq)
) {strict};

create table follow_ups (
  case_id {int} not null references cases (id),
  seq {int} not null,
  order_seq {int},
  state text not null,
  again {bool} not null,
  due_since {time} not null,
  facts {json} not null,
  primary key (case_id, seq)
) {strict};

-- Answers as they were given, with the question as it was asked.
create table follow_up_answers (
  case_id {int} not null,
  seq {int} not null,
  key text not null,
  question text not null,
  score {int},
  answer text,
  lang text not null,
  questionnaire text not null,
  version {int} not null,
  primary key (case_id, seq, key),
  foreign key (case_id, seq) references follow_ups (case_id, seq)
) {strict};

create table call_tasks (
  case_id {int} not null references cases (id),
  seq {int} not null,
  person_id {int} not null references people (id),
  opened_at {time} not null,
  done_at {time},
  facts {json} not null,
  primary key (case_id, seq)
) {strict};
create index call_tasks_open on call_tasks (case_id) where done_at is null;

create table clocks (
  case_id {int} not null references cases (id),
  seq {int} not null,
  rule text not null,
  subject {int} not null,
  started_at {time} not null,
  due_at {time} not null,
  level {int} not null,
  stopped_at {time},
  late_hours {int},
  facts {json} not null,
  primary key (case_id, seq)
) {strict};
create index clocks_running on clocks (due_at) where stopped_at is null;
