-- What was done, by whom, to whom: a row for each acknowledged change, written in its transaction.
create table audit_event (
  sequence       bigint       generated always as identity primary key,
  occurred_at    timestamp with time zone not null,
  actor          varchar(300) not null,
  action         varchar(64)  not null,
  outcome        varchar(20)  not null,
  user_name      varchar(300),
  role_name      varchar(300),
  group_name     varchar(300),
  detail         varchar(4100),
  source_address varchar(300) not null,
  request_id     varchar(64)  not null,
  node           varchar(300) not null
);

create index audit_event_by_time on audit_event (occurred_at, sequence);
create index audit_event_by_user on audit_event (user_name, sequence);
create index audit_event_by_actor on audit_event (actor, sequence);
