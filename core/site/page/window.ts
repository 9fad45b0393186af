import {parseHTML} from "linkedom";

/** A page that nobody sees, for modules that draw. */
const {document, window} = parseHTML("<!doctype html><html><head></head><body></body></html>");

export {document, window};
