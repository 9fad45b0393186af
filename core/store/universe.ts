/** Named lists of symbols with their membership through time: what the rest of the workbench calls. */
export type {Attributes, Spell, Universe} from "./universe/members.js";
export {membersAt, membership, membersIn, sectorOf} from "./universe/members.js";
export type {Imported} from "./universe/universes.js";
export {importUniverse, imports, readUniverse, universeFolder, universeNames} from "./universe/universes.js";
