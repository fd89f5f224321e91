-- How long do people wait for a letter of recommendation, and who waits?
SELECT
    place,
    period,
    answer_time,
    applicant_group,
    letters,
    CASE WHEN answer_time = 'still_open' THEN letters ELSE 0 END AS letters_waiting
FROM recommendation_letters
