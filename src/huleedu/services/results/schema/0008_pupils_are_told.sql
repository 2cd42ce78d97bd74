-- whose each essay is, as classes told it; nothing is matched when somebody looks
alter table batch add matched integer not null default 0, drop pupils;
update batch set matched = settled_revision;
alter table file
    drop header,
    drop opening,
    add pupil text not null default '',
    add pupil_id uuid,
    add pupil_sure boolean not null default false,
    add pupil_by_hand boolean not null default false,
    add pupil_found_in text not null default '',
    add pupil_reason jsonb not null default '""';
