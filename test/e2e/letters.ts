/** How the starters end a message, in each of their languages: the contact that is first decides which. */
export const CLOSING = /Kind regards|Freundliche Grüße|Bien cordialement|Un saludo/
