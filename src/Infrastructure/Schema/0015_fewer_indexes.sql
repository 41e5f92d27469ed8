-- Misspelt words are recognised in memory; no question looks for them here any more.
drop index passages_names;
