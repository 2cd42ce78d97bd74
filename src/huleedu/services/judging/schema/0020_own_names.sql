-- a link that was made without a name: whoever opens it is asked for theirs
alter table enrolment add column unnamed boolean not null default false;

-- what a judge is called may be put right; all that they did goes with the name
alter table pair
    drop constraint pair_exercise_judge_fkey,
    add foreign key (judging, judge) references enrolment on update cascade;
alter table draft
    drop constraint draft_exercise_judge_fkey,
    add foreign key (judging, judge) references enrolment on update cascade;
