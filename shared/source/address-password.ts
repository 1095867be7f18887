/** Settings are kept in the database and the journal for good, so an address with a password in it must not get there. */
export const hasPassword = (address: string): boolean => /:\/\/[^@]*:[^@]*@/.test(address)

export const PASSWORD_IN_ADDRESS =
  'a password is part of the address; take it out there and give it as a credential, which is kept safe'
