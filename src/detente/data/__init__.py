"""Our own tables: chronicles, elections, who is who, lexicon, panel prior, trained model; each row or file names its source."""
