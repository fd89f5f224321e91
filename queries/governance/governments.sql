-- What is the municipality, and who has led it since when?
SELECT
    government AS thing,
    place,
    CAST(year(seen_on) AS VARCHAR) AS period,
    began_on,
    ended_on,
    members,
    women_members,
    led_by,
    class,
    role
FROM municipal_governments
