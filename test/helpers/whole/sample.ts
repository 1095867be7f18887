import { livedSample } from '../lived-sample.ts'

// Made before the tests begin, so that no test waits for it and no two of them make it at once.
livedSample()
