/** Settings stay in the database and the journal for good, so they must not contain an address with a password. */
export const hasPassword = (address: string): boolean => /:\/\/[^@]*:[^@]*@/.test(address)

export const PASSWORD_IN_ADDRESS = 'the address contains a password; remove it there and enter it as a credential'
