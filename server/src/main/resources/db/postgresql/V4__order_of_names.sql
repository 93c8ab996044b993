-- Names come in the order of their bytes, page by page, so an index must have them in this order,
-- whatever is the collation of the database. Columns that are compared have the same one.
alter table role_binding drop constraint role_binding_user_name_fkey;
alter table credential alter column user_name type varchar(255) collate "C";
alter table role_binding alter column user_name type varchar(255) collate "C";
alter table role_binding add constraint role_binding_user_name_fkey
  foreign key (user_name) references credential (user_name) on delete cascade;
