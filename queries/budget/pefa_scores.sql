-- Which letter does PEFA give for keeping the plan in all (PI-1), and between the functions (PI-2.1)?
-- A letter asks for its limits in at least two of three closed years (PEFA framework 2016, dimensions 1.1 and 2.1; the
-- limits of 2.1 are as on https://www.pefa.org/node/4627); no letter without all three.
WITH functions AS (
    SELECT place, period, function, sum(plan_thousand) AS planned, sum(outturn_thousand) AS spent,
        bool_and(outturn_thousand IS NOT NULL) AS closed
    FROM grid_budget_lines
    GROUP BY place, period, function
),

wholes AS (
    SELECT place, period, CAST(sum(planned) AS DOUBLE) AS all_planned, CAST(sum(spent) AS DOUBLE) AS all_spent,
        bool_and(closed) AS closed
    FROM functions
    GROUP BY place, period
),

years AS (
    SELECT
        wholes.place,
        wholes.period,
        CAST(left(wholes.period, 4) AS INTEGER) AS begins,
        CASE WHEN bool_and(wholes.closed) THEN 100 * max(all_spent) / nullif(max(all_planned), 0) END AS outturn,
        CASE WHEN bool_and(wholes.closed)
            THEN 100 * sum(abs(spent - planned * all_spent / nullif(all_planned, 0))) / nullif(max(all_spent), 0)
        END AS variance
    FROM wholes
    INNER JOIN functions ON functions.place = wholes.place AND functions.period = wholes.period
    GROUP BY wholes.place, wholes.period
),

dated AS (  -- the three years end with the last that anybody in the country has reported
    SELECT place, period, outturn, variance,
        max(period) OVER (PARTITION BY left(place, 2)) AS last_period,
        max(begins) OVER (PARTITION BY left(place, 2)) - begins AS years_ago
    FROM years
),

counted AS (
    SELECT
        place,
        last_period,
        max(period) AS last_reported,
        count(outturn) AS closed_years,
        count_if(outturn BETWEEN 95 AND 105) AS outturn_a,
        count_if(outturn BETWEEN 90 AND 110) AS outturn_b,
        count_if(outturn BETWEEN 85 AND 115) AS outturn_c,
        count_if(variance < 5) AS variance_a,
        count_if(variance < 10) AS variance_b,
        count_if(variance < 15) AS variance_c,
        round(max(CASE WHEN years_ago = 2 THEN outturn END), 1) AS outturn_first_year,
        round(max(CASE WHEN years_ago = 1 THEN outturn END), 1) AS outturn_second_year,
        round(max(CASE WHEN years_ago = 0 THEN outturn END), 1) AS outturn_third_year,
        round(max(CASE WHEN years_ago = 2 THEN variance END), 1) AS variance_first_year,
        round(max(CASE WHEN years_ago = 1 THEN variance END), 1) AS variance_second_year,
        round(max(CASE WHEN years_ago = 0 THEN variance END), 1) AS variance_third_year
    FROM dated
    WHERE years_ago < 3
    GROUP BY place, last_period
),

scored AS (
    SELECT place,
        CASE WHEN last_reported < last_period THEN 'not_reported' WHEN closed_years < 3 THEN 'not_closed'
            WHEN outturn_a >= 2 THEN 'A' WHEN outturn_b >= 2 THEN 'B' WHEN outturn_c >= 2 THEN 'C' ELSE 'D'
        END AS outturn_score,
        CASE WHEN last_reported < last_period THEN 'not_reported' WHEN closed_years < 3 THEN 'not_closed'
            WHEN variance_a >= 2 THEN 'A' WHEN variance_b >= 2 THEN 'B' WHEN variance_c >= 2 THEN 'C' ELSE 'D'
        END AS variance_score
    FROM counted
)

SELECT counted.place AS thing, counted.place, last_period AS period, outturn_score, variance_score,
    CASE WHEN length(outturn_score) = 1 THEN concat(outturn_score, ' / ', variance_score) END AS letters,
    outturn_first_year, outturn_second_year, outturn_third_year,
    variance_first_year, variance_second_year, variance_third_year
FROM counted
INNER JOIN scored ON scored.place = counted.place
