-- since when no language model may be asked about the batch (null: they may)
alter table account add column stopped_at timestamptz;
