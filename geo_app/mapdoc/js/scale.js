// @ts-check
// Is the plan so large that it is drawn in another way, and that what is not looked at waits?
import { places } from "geo/data";

// From so many places on an element for each would be too many.
const LARGE_FROM = 1000;

export const isLarge = places.length >= LARGE_FROM;
