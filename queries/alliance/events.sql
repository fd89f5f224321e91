-- Which events did learning alliances hold, on what, and how did they meet?
SELECT
    event AS thing,
    title,
    actor,
    place,
    date,
    role,
    CAST(year(date) AS VARCHAR) AS period,
    event_kind,
    topic,
    mode
FROM alliance_participation
