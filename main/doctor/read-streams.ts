/**
 * SQL that holds for a stream `t` which its source `s` still reads. What is known of one that was taken out of the settings
 * stays, and nobody can do anything about its last error.
 */
export const IS_READ = `(json_type(s.config, '$.streams') IS NULL OR t.name IN (
  SELECT CASE c.type WHEN 'object' THEN json_extract(c.value, '$.name') ELSE c.value END
  FROM json_each(s.config, '$.streams') c))`
