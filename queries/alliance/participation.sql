-- Who took part in which event of a learning alliance?
SELECT
    event AS thing,
    title,
    actor,
    place,
    date,
    role,
    CAST(year(date) AS VARCHAR) AS period,
    event_kind,
    stakeholder,
    government_level
FROM alliance_participation
