/** One person is often a contact of several sources and accounts; what they refuse as one of them counts for all. */
export const sql = 'CREATE INDEX contact_email ON contact (email COLLATE NOCASE) WHERE email IS NOT NULL'
