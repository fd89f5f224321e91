-- How long do disputes brought to the municipality take, and whose are they?
SELECT
    place,
    period,
    settled_within,
    applicant_group,
    cases,
    CASE WHEN settled_within = 'still_open' THEN cases ELSE 0 END AS open_cases
FROM judicial_cases
