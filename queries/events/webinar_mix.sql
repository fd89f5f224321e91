-- Did as many mayors, officials, journalists and others come to webinars as were planned?
SELECT
    place,
    CAST(year(held_on) AS VARCHAR) AS period,
    role,
    topic,
    count(*) AS webinars,
    sum(CASE WHEN came BETWEEN planned_least AND planned_most THEN 1 ELSE 0 END)::BIGINT AS within_plan,
    sum(planned_least)::BIGINT AS planned_least,
    sum(planned_most)::BIGINT AS planned_most,
    sum(came)::BIGINT AS came
FROM webinar_mix
GROUP BY ALL
