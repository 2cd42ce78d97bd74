-- the field's terms: the judging of a batch, enrolments, what was said to and by language models
alter table exercise rename to judging;
alter table seat rename to enrolment;
alter table asked rename to transcript;

alter table script rename column exercise to judging;
alter table enrolment rename column exercise to judging;
alter table enrolment rename column seated_at to enrolled_at;
alter table pair rename column exercise to judging;
alter table pair rename column handed_at to assigned_at;
alter table transcript rename column exercise to judging;
alter table account rename column exercise to judging;
alter table ranking rename column exercise to judging;
alter table due rename column exercise to judging;
alter table draft rename column exercise to judging;

update transcript set outcome = 'prompt injection' where outcome = 'speaks to judge';

alter index exercise_pkey rename to judging_pkey;
alter index seat_pkey rename to enrolment_pkey;
alter index seat_key_hash_key rename to enrolment_key_hash_key;
alter index asked_pkey rename to transcript_pkey;
alter index asked_in_order rename to transcript_in_order;
alter index asked_before rename to transcript_before;
alter index pair_of_exercise rename to pair_of_judging;
