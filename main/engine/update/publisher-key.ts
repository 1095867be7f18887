/**
 * The publisher's Ed25519 public key as PEM. The private key never comes near this repository, so a build from it has none
 * and refuses every package; the publisher sets it before building what is shipped (docs/updates.md).
 */
export const PUBLISHER_KEY: string | null = null

/** The vendor's address for updates, set like the key; without one, a person or an administrator names an address. */
export const PUBLISHER_ADDRESS: string | null = null
