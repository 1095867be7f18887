/** What a person is told where a system does not accept the credentials that it was given. */
export const CREDENTIALS_AGAIN = 'Enter the credentials again'

/** Whether the error of a source asks for its credentials, so that their fields belong beside it. */
export const asksForCredentials = (error: string | null): boolean => error?.includes(CREDENTIALS_AGAIN) ?? false
