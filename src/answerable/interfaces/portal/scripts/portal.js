import "../../web/scripts/shared/page.js";
