-- Who files grievances with the municipality, and are they answered in time?
SELECT
    place,
    period,
    complainant_group,
    filed,
    answered_in_time
FROM susasan_grievances
