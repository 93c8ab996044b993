-- A user. Deleting the row deletes everything bound to the user, by foreign keys.
create table credential (
  user_name     varchar(255)  not null primary key,
  password_hash varchar(100)  not null,
  description   varchar(4096) not null
);
