-- Reference layers: tables that an import makes, with the schema that it found in its file.
CREATE TABLE luzhang_layers (
    name TEXT PRIMARY KEY NOT NULL,
    description TEXT NOT NULL
) WITHOUT ROWID;
