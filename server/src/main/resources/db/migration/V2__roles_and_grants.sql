create table access_role (
  role_name   varchar(255)  not null primary key,
  description varchar(4096) not null
);

-- A binding cannot outlive its user or its role.
create table role_binding (
  user_name varchar(255) not null references credential (user_name) on delete cascade,
  role_name varchar(255) not null references access_role (role_name) on delete cascade,
  primary key (user_name, role_name)
);

create index role_binding_by_role on role_binding (role_name);

create table privilege_group (
  group_name varchar(255) not null primary key
);

create table privilege_group_member (
  group_name varchar(255) not null references privilege_group (group_name) on delete cascade,
  privilege  varchar(255) not null,
  position   integer      not null,
  primary key (group_name, privilege)
);

-- A role with grants, and a group that is granted, cannot be deleted.
create table role_grant (
  role_name       varchar(255) not null references access_role (role_name),
  object_type     varchar(255) not null,
  object_name     varchar(255) not null,
  privilege       varchar(255) not null,
  db_name         varchar(255) not null,
  grantor         varchar(255) not null,
  privilege_group varchar(255) references privilege_group (group_name),
  primary key (role_name, object_type, object_name, privilege, db_name)
);

create index role_grant_by_group on role_grant (privilege_group);

-- Locked while users or roles are counted, where their number is limited.
create table quota (
  kind varchar(10) not null primary key
);

insert into quota (kind) values ('users'), ('roles');

-- What Milvus makes at the first start.
insert into access_role (role_name, description) values ('admin', ''), ('public', '');
insert into role_grant (role_name, object_type, object_name, privilege, db_name, grantor) values
  ('public', 'Global', '*', 'DescribeCollection', '*', 'root'),
  ('public', 'Global', '*', 'ListAliases', '*', 'root'),
  ('public', 'Collection', '*', 'IndexDetail', '*', 'root');
