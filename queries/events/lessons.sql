-- What was learned at events, and what changes because of it?
SELECT
    lesson_id AS thing,
    place,
    CAST(year(learned_on) AS VARCHAR) AS period,
    lesson,
    change,
    event,
    learned_on,
    topic,
    progress
FROM event_lessons
