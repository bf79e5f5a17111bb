import { details } from "./details.js";
import { graph } from "./graph.js";
import { keys } from "./keys.js";
import { sides } from "./sides.js";

keys();
details();
sides();
graph();
