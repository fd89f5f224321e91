-- Which practice was shown at which learning event, by which town?
SELECT
    showing AS thing,
    place,
    CAST(year(shown_on) AS VARCHAR) AS period,
    practice_name,
    event,
    shown_on,
    towns_watching,
    event_kind,
    sector
FROM practice_showings
