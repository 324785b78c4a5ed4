// Comfort for the page of an edition: warns of words that are not saved, looks when pages were read, lets picks be dragged.
"use strict";
const form = document.getElementById("form");
