/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { find } from './find.ts'
export { indexWords } from './index-words.ts'
