-- rules of remarks that are left out in this batch; null: nobody has said, so those that usually are
alter table batch add remarks_off text[];

-- those with which a school's new batches begin
create table school_remarks (
    school uuid primary key,
    off text[] not null
);
alter table school_remarks enable row level security;
alter table school_remarks force row level security;
create policy of_services on school_remarks to current_user using (true) with check (true);
create policy of_viewers on school_remarks using (
    school = (select nullif(current_setting('huleedu.school', true), '')::uuid));
