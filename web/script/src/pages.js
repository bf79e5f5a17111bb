import { add } from "./add.js";
import { changes } from "./changes.js";
import { details } from "./details.js";
import { graph } from "./graph.js";
import { keys } from "./keys.js";
import { select } from "./select.js";
import { sides } from "./sides.js";

keys();
changes();
details();
sides();
select();
add();
graph();
