-- where another text takes an essay's place, that text is the one to be looked at
alter table look_again
    drop constraint look_again_judging_essay_fkey,
    add foreign key (judging, essay) references script (judging, essay) on update cascade;
