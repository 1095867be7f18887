/** One spelling for each address, so that caps and lanes cannot be slipped past by a capital letter. */
export const laneOf = (address: string): string => address.trim().toLowerCase()

/** `@example.com` of `Ada@Example.com`: how a whole domain is suppressed. */
export const domainOf = (address: string): string => laneOf(address).replace(/^.*(?=@)/, '')
