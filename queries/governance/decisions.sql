-- What has the municipality decided, and where can it be read?
SELECT
    decision AS thing,
    place,
    CAST(year(decided_on) AS VARCHAR) AS period,
    decided,
    decided_on,
    document,
    read_at,
    kind,
    subject
FROM municipal_decisions
